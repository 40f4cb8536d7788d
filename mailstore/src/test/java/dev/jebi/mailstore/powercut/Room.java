package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;

/// How much room there is on a [PowerDisk].
final class Room extends FileStore {
    private final Mount mount;

    Room(Mount mount) {
        this.mount = mount;
    }

    @Override
    public String name() {
        return mount.name();
    }

    @Override
    public String type() {
        return PowerFiles.SCHEME;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() {
        return Long.MAX_VALUE;
    }

    @Override
    public long getUsableSpace() throws IOException {
        return mount.disk().usable();
    }

    @Override
    public long getUnallocatedSpace() throws IOException {
        return mount.disk().usable();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return false;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return name.equals("basic");
    }

    @Override
    @SuppressWarnings("NullAway") // as the class has it
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        return null;
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException(attribute);
    }
}
