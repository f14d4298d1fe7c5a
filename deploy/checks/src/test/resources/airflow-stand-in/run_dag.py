"""Loads a DAG file and runs its task: run_dag.py FILE RUN_ID. Prints the state, the number of tries and the result."""

import importlib.util
import sys

specification = importlib.util.spec_from_file_location("dag_file", sys.argv[1])
module = importlib.util.module_from_spec(specification)
specification.loader.exec_module(module)
assert module.dag.max_active_runs == 1 and module.dag.catchup is False
(task,) = module.dag.tasks.values()
print(*task.run(sys.argv[2]), sep="\n")
