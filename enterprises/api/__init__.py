"""The calls for everybody's software, and an enterprise's own applications for its own."""

from rest_framework.routers import SimpleRouter

from enterprises.api.applications import ApplicationViewSet
from enterprises.api.calls import CallViewSet
from enterprises.api.notices import AwardViewSet, NoticeViewSet

router = SimpleRouter()
router.register("calls", CallViewSet)
router.register("notices", NoticeViewSet)
router.register("awards", AwardViewSet, basename="award")
router.register("applications", ApplicationViewSet)
urlpatterns = router.urls
