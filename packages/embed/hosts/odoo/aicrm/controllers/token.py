import json
import urllib.error
import urllib.request

from odoo import http
from odoo.http import request

# Who may see every lead may read every score; others get no token.
GROUP = "sales_team.group_sale_salesman_all_leads"


class AicrmToken(http.Controller):
    # A foreign page may send this POST, but browsers show it no answer, and it changes nothing here.
    @http.route("/aicrm/token", type="http", auth="user", methods=["POST"], csrf=False)
    def token(self):
        if not request.env.user.has_group(GROUP):
            return self._answer({"detail": "Scores are for people who may see all leads."}, 403)
        settings = request.env["ir.config_parameter"].sudo()
        url, key = settings.get_param("aicrm.url"), settings.get_param("aicrm.key")
        if not url or not key:
            return self._answer({"detail": "Set the system parameters aicrm.url and aicrm.key."}, 503)
        asked = urllib.request.Request(
            url.rstrip("/") + "/v1/tokens",
            data=json.dumps(
                {
                    "scopes": ["sync:all", "models:read", "events:write"],
                    "origins": [request.httprequest.host_url.rstrip("/")],
                }
            ).encode(),
            headers={"Authorization": "Bearer " + key, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return self._answer(json.load(answer), 200)
        except urllib.error.HTTPError as error:
            # What the worker says may name the key's rights, which is no concern of the page.
            return self._answer({"detail": "The worker gave no token."}, 502 if error.code < 500 else 503)
        except OSError:
            return self._answer({"detail": "The worker cannot be reached."}, 503)

    @staticmethod
    def _answer(body, status):
        return request.make_json_response(body, status=status, headers={"Cache-Control": "no-store"})
