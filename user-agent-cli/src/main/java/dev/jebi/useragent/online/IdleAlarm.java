package dev.jebi.useragent.online;

import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends the IDLE of a folder.
final class IdleAlarm {
    private IdleAlarm() {}

    /// Ends the IDLE of a folder when its time is over: any command does.
    static void wake(IMAPFolder folder, CountDownLatch over, Duration atMost) {
        try {
            if (!over.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                wake(folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it now.
    static void wake(IMAPFolder folder) {
        try {
            folder.getMessageCount();
        } catch (MessagingException | IllegalStateException _) {
            // the connection is gone, which the waiting thread hears too
        }
    }
}
