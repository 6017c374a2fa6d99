from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from programs.admin.site import site

handler400 = "programs.views.errors.bad_request"
handler403 = "programs.views.errors.forbidden"
handler404 = "programs.views.errors.not_found"
handler500 = "programs.views.errors.server_error"

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("workers.urls")),
    path("", include("programs.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("admin/", site.urls),
]
if settings.DEBUG:
    from programs.views.gallery import gallery

    urlpatterns += [path("gallery/", gallery, name="gallery")]
