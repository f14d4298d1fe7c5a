package org.tributary.driver.train;

import java.io.Serializable;
import org.tributary.core.network.Topology;
import org.tributary.core.objective.Penalty;
import org.tributary.core.optim.OptimizerSpec;
import org.tributary.driver.samples.LeafRange;

/**
 * What every shard does in a round of local steps; travels with each task.
 *
 * @param topology the network
 * @param optimizer the inner optimiser, its schedule counting all steps of a shard
 * @param penalty the penalty
 * @param weightSum m, the sum of all sample weights, which the penalty is scaled by
 * @param range which leaves are whose shard
 * @param batch samples a step
 * @param done steps of each shard before this round
 * @param steps steps of each shard in this round
 * @param seed the run's seed
 */
record LocalRound(
    Topology topology,
    OptimizerSpec.FirstOrder optimizer,
    Penalty penalty,
    double weightSum,
    LeafRange range,
    int batch,
    long done,
    int steps,
    long seed)
    implements Serializable {}
