"""Runs the add-on's controller and session hook against a stand-in for Odoo, and a worker that listens here."""
import importlib
import json
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

asked = []
status = 201


class Worker(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked.append([self.path, self.headers["Authorization"], body])
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b'{"token": "minted"}')

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Worker)
threading.Thread(target=server.serve_forever, daemon=True).start()
parameters = {"aicrm.url": f"http://127.0.0.1:{server.server_port}/", "aicrm.key": "the-key"}
groups = {"sales_team.group_sale_salesman_all_leads"}


class Settings:
    def sudo(self):
        return self

    def get_param(self, name, default=False):
        return parameters.get(name, default)


class Env(dict):
    user = types.SimpleNamespace(has_group=lambda name: name in groups)


env = Env({"ir.config_parameter": Settings()})
request = types.SimpleNamespace(
    env=env,
    httprequest=types.SimpleNamespace(host_url="https://odoo.example/"),
    make_json_response=lambda body, status, headers: [status, body, headers],
)
routes = {}


def route(path, **how):
    def keep(method):
        routes[path] = how
        return method

    return keep


class AbstractModel:
    def session_info(self):
        return {"uid": 2}


odoo = types.ModuleType("odoo")
odoo.http = types.ModuleType("odoo.http")
odoo.http.request = request
odoo.http.route = route
odoo.http.Controller = object
odoo.models = types.SimpleNamespace(AbstractModel=AbstractModel)
sys.modules.update({"odoo": odoo, "odoo.http": odoo.http})
sys.path.insert(0, str(Path(__file__).parents[1] / "odoo"))
sys.dont_write_bytecode = True

addon = importlib.import_module("aicrm")
token = addon.controllers.token.AicrmToken().token
hook = addon.models.ir_http.IrHttp()
hook.env = env

said = {"routes": routes, "session": hook.session_info(), "good": token(), "asked": list(asked)}
groups.clear()
said["stranger"] = token()
groups.add("sales_team.group_sale_salesman_all_leads")
status = 403
said["refused"] = token()
status = 500
said["broken"] = token()
parameters["aicrm.url"] = "http://127.0.0.1:1"
said["dead"] = token()
parameters.clear()
said["unset"] = token()
print(json.dumps(said))
