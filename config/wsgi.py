import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A server is production unless it is told otherwise, by a word: `DEBUG=` is none.
# The demo and the tests do not start here.
if not os.environ.get("DEBUG", "").strip():
    os.environ["DEBUG"] = "false"

application = get_wsgi_application()
