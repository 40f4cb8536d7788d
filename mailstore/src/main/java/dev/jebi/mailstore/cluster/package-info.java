/// A log that several nodes share: PostgreSQL, or what speaks like it, gives the order of all
/// changes and makes them durable; every node holds the same state in memory and applies the same
/// changes with the same code. Message octets are in a [dev.jebi.mailstore.cluster.ContentStore].
@NullMarked
package dev.jebi.mailstore.cluster;

import org.jspecify.annotations.NullMarked;
