from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.worker import Worker

EXPENSE_LIMIT = 10_000_000  # yen for one expense: above it, it is a typing error


class ExpenseCategory(models.TextChoices):
    COMMUNICATION = "communication", _("telephone and internet")
    EQUIPMENT = "equipment", _("computer and tools")
    SUPPLIES = "supplies", _("supplies")
    TRAVEL = "travel", _("travel")
    BOOKS = "books", _("books and courses")
    SOFTWARE = "software", _("software and services")
    ROOM = "room", _("room, light and heat")
    OTHER = "other", _("other expense")


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def of(self, user: User) -> "ExpenseQuerySet":
        """A person's own: nobody who works for the town sees what somebody spends."""
        return self.filter(worker__user=user)

    def in_year(self, year: int) -> "ExpenseQuerySet":
        """Of one calendar year, as the tax return asks."""
        return self.filter(spent_on__year=year)


class Expense(models.Model):
    """What a person spent to do their work, in whole yen with tax. For their own tax return only."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="expenses", verbose_name=_("participant"))
    spent_on = models.DateField(_("spent on"))
    category = models.CharField(_("kind of expense"), max_length=14, choices=ExpenseCategory)
    title = models.CharField(_("what for"), max_length=100)
    amount = models.PositiveIntegerField(
        _("amount (tax included)"), validators=[MinValueValidator(1), MaxValueValidator(EXPENSE_LIMIT)]
    )
    direct_cost = models.BooleanField(
        _("direct cost"),
        default=False,
        help_text=_("Something without which the job could not be done at all. Each health insurer has its own list."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["-spent_on", "-pk"]
        indexes = [models.Index(fields=["worker", "spent_on"], name="expenses_of_a_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=EXPENSE_LIMIT),
                name="expense_is_positive_and_plausible",
                violation_error_message=_("The amount must be between 1 yen and 10,000,000 yen."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="expense_has_a_title"),
            models.CheckConstraint(condition=Q(category__in=ExpenseCategory.values), name="expense_category_is_known"),
        ]

    def __str__(self) -> str:
        return self.title
