/// Measurements: JMH, and load runs beside other servers.
@NullMarked
package dev.jebi.benchmarks;

import org.jspecify.annotations.NullMarked;
