package dev.jebi.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Content: an immutable run of octets, in heap or in a file, read by position. Safe for use by
/// several threads at once.
public interface Content {
    /// How many octets there are.
    long size();

    /// Reads octets from `offset` on into `into` until it is full or the content ends.
    ///
    /// @return how many were read, 0 at or past the end
    int read(long offset, ByteBuffer into) throws IOException;

    /// Where in a file these octets stand, for zero copy; empty when they are not one run in one
    /// file.
    default Optional<FileRange> file() {
        return Optional.empty();
    }

    /// Whether the octets are held in heap already: then to keep a copy of them is of no use.
    default boolean inHeap() {
        return false;
    }

    /// The octets from `offset` on, at most `length`, as an array; for parts known to be small.
    default byte[] octets(long offset, int length) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.clamp(size() - offset, 0L, (long) length));
        read(offset, buffer);
        return buffer.array();
    }

    /// All octets as an array; for content known to be small.
    default byte[] octets() throws IOException {
        return octets(0, Math.toIntExact(size()));
    }

    /// Whether the other has the same octets; both are read in bounded steps.
    default boolean sameOctets(Content other) throws IOException {
        if (size() != other.size()) {
            return false;
        }
        int step = 64 << 10;
        for (long at = 0; at < size(); at += step) {
            if (!Arrays.equals(octets(at, step), other.octets(at, step))) {
                return false;
            }
        }
        return true;
    }

    /// A part of these octets; cut at the end where it reaches past it.
    default Content slice(long offset, long length) {
        return new Slice(this, Math.min(offset, size()), Math.clamp(size() - offset, 0L, length));
    }

    /// Writes all octets to `out` in bounded steps.
    default void writeTo(OutputStream out) throws IOException {
        open().transferTo(out);
    }

    /// A stream over all octets; needs no closing.
    default InputStream open() {
        return new ContentStream(this);
    }

    /// Content in heap; the array is not copied and must not be changed any more.
    static Content of(byte[] octets) {
        return of(octets, octets.length);
    }

    /// Content in heap: the first `size` octets of the array, which is not copied and in which they
    /// must not be changed any more.
    static Content of(byte[] octets, int size) {
        return new HeapContent(octets, size);
    }

    /// One content after the other.
    static Content concat(Content... parts) {
        return new Concatenated(List.of(parts));
    }
}
