/// For tests: transcripts, scripted peers, seeded generators.
@NullMarked
package dev.jebi.testkit;

import org.jspecify.annotations.NullMarked;
