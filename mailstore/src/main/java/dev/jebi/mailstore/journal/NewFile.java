package dev.jebi.mailstore.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A file that is being filled and not read yet; for one thread. Where the file system lets it,
/// what is written goes past the page cache: nobody reads it from there, and to give it room there
/// takes the processor longer than the rest of the filling.
final class NewFile implements LogFile {
    private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);

    /// What a file system may ask of the place, the length and the memory of a direct write.
    static final int ALIGNMENT = 4 << 10;

    private final Path path;
    private FileChannel channel;
    private boolean direct;

    private NewFile(Path path, FileChannel channel, boolean direct) {
        this.path = path;
        this.channel = channel;
        this.direct = direct;
    }

    /// Creates it, empty.
    static NewFile create(Path path) throws IOException {
        var empty = Set.of(CREATE, TRUNCATE_EXISTING, WRITE);
        FileChannel.open(path, empty).close();
        try {
            for (OpenOption direct : direct()) {
                return new NewFile(path, FileChannel.open(path, WRITE, direct), true);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("event=journal.direct outcome=unsupported", e);
        }
        return new NewFile(path, FileChannel.open(path, WRITE), false);
    }

    /// The JDK's own option, which the compiler warns of whoever names it: some other JDK may not
    /// have it, and does without.
    private static List<OpenOption> direct() {
        try {
            var options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Stream.of(options)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .toList();
        } catch (ClassNotFoundException e) {
            LOG.debug("event=journal.direct outcome=unknown", e);
            return List.of();
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        throw new IOException("not readable before it is opened");
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += direct ? direct(at, from) : channel.write(from, at);
        }
    }

    /// A file system may ask for more than is known before: then it goes on as any file does.
    private int direct(long at, ByteBuffer from) throws IOException {
        try {
            return channel.write(from, at);
        } catch (IOException e) {
            LOG.debug("event=journal.direct outcome=refused", e);
            channel.close();
            channel = FileChannel.open(path, WRITE);
            direct = false;
            return 0;
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void seal() throws IOException {
        close();
    }

    @Override
    public Optional<FileChannel> channel() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
