package dev.jebi.wire;

import io.netty.channel.DefaultFileRegion;

import java.nio.channels.FileChannel;

/// A part of a file that stays open when it has been sent: it belongs to someone else.
final class OpenFileRegion extends DefaultFileRegion {
    OpenFileRegion(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    @Override
    protected void deallocate() {
        // the file's owner closes it
    }
}
