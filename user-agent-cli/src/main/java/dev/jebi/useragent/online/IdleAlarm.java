package dev.jebi.useragent.online;

import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Ends the IDLE of a folder.
final class IdleAlarm {
    private static final long LOOK_MILLIS = 500;

    private IdleAlarm() {}

    /// Ends the IDLE of a folder when its time is over or somebody wishes it: any command does.
    /// Looks again and again, because a wish that comes a moment before IDLE begins ends nothing.
    static void wake(
            IMAPFolder folder, CountDownLatch over, Duration atMost, BooleanSupplier wished) {
        long until = System.nanoTime() + atMost.toNanos();
        try {
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (wished.getAsBoolean() || System.nanoTime() - until >= 0) {
                    wake(folder);
                }
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
