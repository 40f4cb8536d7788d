/// The HTTP face: webmail, self-service and administration. Empty until its time.
@NullMarked
package dev.jebi.webserver;

import org.jspecify.annotations.NullMarked;
