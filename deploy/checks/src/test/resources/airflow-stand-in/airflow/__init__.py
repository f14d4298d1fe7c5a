"""A small stand-in for Airflow 2: what the DAG imports, with the checks of arguments that Airflow makes."""

from datetime import datetime


class DAG:
    """A DAG that knows its tasks."""

    current = None

    def __init__(self, dag_id, *, description, schedule, start_date, catchup, max_active_runs, tags):
        assert isinstance(start_date, datetime)
        assert len(schedule.split()) == 5
        self.dag_id, self.schedule, self.catchup = dag_id, schedule, catchup
        self.max_active_runs, self.tags, self.description = max_active_runs, tags, description
        self.tasks = {}

    def __enter__(self):
        DAG.current = self
        return self

    def __exit__(self, *ignored):
        DAG.current = None
