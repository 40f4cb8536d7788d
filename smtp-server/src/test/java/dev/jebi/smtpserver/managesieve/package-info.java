/// Tests of ManageSieve.
@NullMarked
package dev.jebi.smtpserver.managesieve;

import org.jspecify.annotations.NullMarked;
