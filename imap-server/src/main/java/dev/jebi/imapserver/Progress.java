package dev.jebi.imapserver;

import dev.jebi.imapserver.response.ImapResponse.Untagged;
import dev.jebi.imapserver.response.ResponseCode;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Tells a client that waits for a long command that the server is at it (RFC 9585). For one
/// thread: what takes long runs on another one meanwhile, and must not touch the session.
final class Progress {
    /// From so many messages on a command is worth a thread of its own.
    private static final int WORTHWHILE = 1_000;

    private final Responder out;
    private final Duration interval;
    private String tag = "";

    /// @param interval how often to tell; RFC 9585 §4 says every 10 to 15 seconds
    Progress(Responder out, Duration interval) {
        this.out = out;
        this.interval = interval;
    }

    /// What takes long; an [IOException] of its own comes through.
    interface Work<T> {
        T result() throws IOException;
    }

    /// The next command has begun.
    void begin(String command) {
        tag = command;
    }

    /// Does the work.
    ///
    /// @param messages about how many messages it sees to
    <T> T during(long messages, Work<T> work) throws IOException {
        if (messages < WORTHWHILE) {
            return work.result();
        }
        var task = new FutureTask<T>(work::result);
        var thread = Thread.ofVirtual().name("imap-progress").start(task);
        boolean done = false;
        try {
            T result = await(task);
            done = true;
            return result;
        } catch (ExecutionException e) {
            done = true;
            throw cause(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (!done) { // the client is gone; what it asked for must not outlive the session
                join(thread);
            }
        }
    }

    private <T> T await(FutureTask<T> task)
            throws IOException, ExecutionException, InterruptedException {
        while (true) {
            try {
                return task.get(interval.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                out.send(Untagged.ok(new ResponseCode.InProgress(tag), "still at it"));
                out.flush();
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException cause(ExecutionException failed) throws IOException {
        return switch (failed.getCause()) {
            case IOException fault -> fault;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            case null, default -> new IOException(failed);
        };
    }
}
