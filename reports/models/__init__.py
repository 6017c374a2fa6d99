from reports.models.cohort_month import CohortMonth
from reports.models.sweep import Sweep

__all__ = ["CohortMonth", "Sweep"]
