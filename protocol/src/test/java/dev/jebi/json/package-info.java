/// Tests of JSON.
@NullMarked
package dev.jebi.json;

import org.jspecify.annotations.NullMarked;
