/// The SMTP face: port 25 and the submission ports. It holds SMTP and nothing but SMTP.
@NullMarked
package dev.jebi.smtpserver;

import org.jspecify.annotations.NullMarked;
