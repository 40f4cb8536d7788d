package dev.jebi.mailstore.s3;

import dev.jebi.content.Content;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One bucket. Every call blocks the caller's thread, is tried a bounded number of times within a
/// bounded time, and ends in an [IOException] when the storage is out of reach: that is a fault
/// that passes, and the next call finds the storage when it is back. Safe for use by several
/// threads.
public final class Bucket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);

    /// What the checksum is kept under beside the object.
    private static final String CRC = "crc32c";

    private static final int EXISTS = 412;
    private static final int NOT_THERE = 404;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_IMPLEMENTED = 501;

    private final BucketAddress address;
    private final Optional<BucketKeys> keys;
    private final BucketLimits limits;
    private final ReentrantLock opening = new ReentrantLock();
    private final Semaphore turns;
    private volatile @Nullable S3Client client;

    /// Whether the server understood a condition; some do not.
    private volatile boolean conditions = true;

    /// Connects to nothing yet.
    ///
    /// @param keys empty for those of the environment, the machine or a profile
    public Bucket(BucketAddress address, Optional<BucketKeys> keys, BucketLimits limits) {
        this.address = address;
        this.keys = keys;
        this.limits = limits;
        this.turns = new Semaphore(limits.concurrency());
    }

    private interface Call<T> {
        T run(S3Client client) throws IOException;
    }

    private S3Client client() throws IOException {
        var open = client;
        if (open != null) {
            return open;
        }
        opening.lock();
        try {
            var now = client;
            if (now == null) {
                now = BucketClient.open(address, keys, limits);
                client = now;
            }
            return now;
        } catch (SdkException e) {
            throw fault("opened", e);
        } finally {
            opening.unlock();
        }
    }

    /// Puts an object that is not there yet; it is durable as far as the storage keeps its word.
    ///
    /// @param name one that was never used and never will be
    /// @param crc the CRC32C of the octets
    public void put(String name, Content content, int crc) throws IOException {
        long size = content.size();
        call(
                "written",
                client -> {
                    try {
                        put(client, name, content, crc);
                    } catch (S3Exception e) {
                        if (e.statusCode() == EXISTS) {
                            confirm(
                                    client, name, size,
                                    crc); // an answer was lost, and the retry is told
                        } else if (conditions && refusesConditions(e)) {
                            LOG.warn("event=s3-conditions outcome=unsupported bucket={}", address);
                            conditions = false;
                            put(client, name, content, crc);
                        } else {
                            throw e;
                        }
                    }
                    return size;
                });
    }

    private static boolean refusesConditions(S3Exception e) {
        return e.statusCode() == NOT_IMPLEMENTED
                || (e.statusCode() == BAD_REQUEST
                        && String.valueOf(e.getMessage()).contains("None-Match"));
    }

    private void put(S3Client client, String name, Content content, int crc) {
        var checksum = ByteBuffer.allocate(Integer.BYTES).putInt(crc).array();
        client.putObject(
                request -> {
                    request.bucket(address.bucket())
                            .key(address.prefix() + name)
                            .checksumCRC32C(Base64.getEncoder().encodeToString(checksum))
                            .metadata(java.util.Map.of(CRC, Integer.toHexString(crc)))
                            .overrideConfiguration(within(content.size()));
                    if (conditions) {
                        request.ifNoneMatch("*");
                    }
                },
                RequestBody.fromContentProvider(
                        content::open, content.size(), "application/octet-stream"));
    }

    private void confirm(S3Client client, String name, long size, int crc) throws IOException {
        var there = client.headObject(r -> r.bucket(address.bucket()).key(address.prefix() + name));
        String kept = there.metadata().getOrDefault(CRC, "");
        if (there.contentLength() != size || !kept.equals(Integer.toHexString(crc))) {
            throw new IOException("the object " + name + " is there already, and another");
        }
    }

    /// A part of an object.
    ///
    /// @throws NotStored when there is no such object
    /// @throws EOFException when it is shorter
    public byte[] read(String name, long offset, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        return get(
                name,
                "bytes=" + offset + "-" + (offset + length - 1),
                length,
                in -> {
                    var octets = in.readNBytes(length);
                    if (octets.length < length) {
                        throw new EOFException("the object " + name + " is shorter than it was");
                    }
                    return octets;
                });
    }

    /// What takes the octets of an object; called again from the start when they broke off.
    public interface Reading<T> {
        /// Reads them.
        T from(InputStream octets) throws IOException;
    }

    /// A whole object of that size.
    ///
    /// @throws NotStored when there is no such object
    public <T> T read(String name, long size, Reading<T> reading) throws IOException {
        return get(name, "", size, reading);
    }

    private <T> T get(String name, String range, long size, Reading<T> reading) throws IOException {
        return call(
                "read",
                client -> {
                    try {
                        return client.getObject(
                                request -> {
                                    request.bucket(address.bucket())
                                            .key(address.prefix() + name)
                                            .overrideConfiguration(within(size));
                                    if (!range.isEmpty()) {
                                        request.range(range);
                                    }
                                },
                                (_, octets) -> taken(reading, octets));
                    } catch (NoSuchKeyException e) {
                        throw new NotStored(name);
                    }
                });
    }

    private static <T> T taken(Reading<T> reading, AbortableInputStream octets) {
        try {
            return reading.from(octets);
        } catch (IOException e) { // the next attempt begins anew
            octets.abort();
            throw RetryableException.create("the octets broke off", e);
        }
    }

    /// Removes an object; it is no fault when there is none.
    public void delete(String name) throws IOException {
        call(
                "removed",
                client -> {
                    try {
                        client.deleteObject(request ->
                                request.bucket(address.bucket())
                                        .key(address.prefix() + name)
                                        .overrideConfiguration(within(0)));
                    } catch (S3Exception e) {
                        if (e.statusCode() != NOT_THERE) {
                            throw e;
                        }
                    }
                    return name;
                });
    }

    /// All objects below the prefix whose names begin so, in the order of the storage.
    public void list(String beginning, Consumer<Stored> each) throws IOException {
        String from = address.prefix() + beginning;
        call(
                "listed",
                client -> {
                    client.listObjectsV2Paginator(r -> r.bucket(address.bucket()).prefix(from))
                            .contents()
                            .forEach(found ->
                                    each.accept(
                                            new Stored(
                                                    found.key()
                                                            .substring(address.prefix().length()),
                                                    found.size(),
                                                    found.lastModified())));
                    return from;
                });
    }

    private Consumer<AwsRequestOverrideConfiguration.Builder> within(long octets) {
        return request ->
                request.apiCallAttemptTimeout(limits.attempt(octets))
                        .apiCallTimeout(limits.all(octets));
    }

    private <T> T call(String what, Call<T> call) throws IOException {
        turn(what);
        try {
            return call.run(client());
        } catch (SdkException e) {
            throw fault(what, e);
        } finally {
            turns.release();
        }
    }

    /// Waits while many requests are under way; not for ever, for they may get no answer.
    private void turn(String what) throws IOException {
        try {
            if (!turns.tryAcquire(limits.all(0).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(address + " cannot be " + what + ": too many requests wait");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(address + " was not " + what + ": interrupted");
        }
    }

    /// The SDK's messages name the server, the status and the request, and no key.
    private IOException fault(String what, SdkException e) {
        if (e.getCause() instanceof IOException cause && e instanceof RetryableException) {
            return new IOException(address + " cannot be " + what + ": " + cause.getMessage(), e);
        }
        return new IOException(address + " cannot be " + what + ": " + e.getMessage(), e);
    }

    /// Where it is.
    public BucketAddress address() {
        return address;
    }

    @Override
    public void close() {
        var open = client;
        if (open != null) {
            open.close();
        }
    }
}
