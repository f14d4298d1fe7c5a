package org.tributary.driver.config;

import java.io.Serializable;

/** A whole job. */
public record JobSpec(
    DataSpec data, NetworkSpec network, TrainSpec train, OutputSpec output, SparkSpec spark)
    implements Serializable {}
