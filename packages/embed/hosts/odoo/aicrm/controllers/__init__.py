from . import token
