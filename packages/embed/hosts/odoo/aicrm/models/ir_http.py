from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tells the web client where the worker is. The key stays on this server."""
        info = super().session_info()
        info["aicrm_url"] = self.env["ir.config_parameter"].sudo().get_param("aicrm.url", "")
        return info
