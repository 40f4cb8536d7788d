package dev.jebi.mailstore.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many requests at once, each on a thread of its own.
final class AtOnce {
    private AtOnce() {}

    interface Request<A, B> {
        B of(A one) throws IOException;
    }

    /// Returns when all have ended.
    ///
    /// @throws IOException when any of them failed
    static <A, B> List<B> each(List<A> all, Request<A, B> request) throws IOException {
        if (all.isEmpty()) {
            return List.of();
        }
        if (all.size() == 1) {
            return List.of(request.of(all.getFirst()));
        }
        var results = new ArrayList<B>(all.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<B>>(all.size());
            all.forEach(one -> futures.add(threads.submit(() -> request.of(one))));
            for (var future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault
                    ? new IOException(fault.getMessage(), fault)
                    : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return results;
    }
}
