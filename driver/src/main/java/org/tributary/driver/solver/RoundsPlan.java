package org.tributary.driver.solver;

/**
 * Where the round trips of a run are made, and why.
 *
 * @param onDriver on threads of the driver; otherwise in tasks of the cluster
 * @param reason completes "Rounds run on ...", such as "tasks are threads of this process"
 */
public record RoundsPlan(boolean onDriver, String reason) {}
