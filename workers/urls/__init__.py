from workers.urls import own, town

app_name = "workers"
urlpatterns = [*own.urlpatterns, *town.urlpatterns]
