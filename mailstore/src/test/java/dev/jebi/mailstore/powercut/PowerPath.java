package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;

/// A path on a [Mount].
record PowerPath(Mount mount, boolean isAbsolute, List<String> names) implements Path {
    static PowerPath of(Mount mount, String text) {
        var names = new ArrayList<String>();
        for (String name : text.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new PowerPath(mount, text.startsWith("/"), List.copyOf(names));
    }

    static PowerPath of(Path path) {
        if (path instanceof PowerPath here) {
            return here;
        }
        throw new ProviderMismatchException();
    }

    private PowerPath with(boolean absolute, List<String> other) {
        return new PowerPath(mount, absolute, List.copyOf(other));
    }

    /// The names below the mount's own.
    List<String> inside() {
        return toAbsolutePath().names.subList(1, toAbsolutePath().names.size());
    }

    @Override
    public FileSystem getFileSystem() {
        return mount;
    }

    @Override
    public Path getRoot() {
        return mount.root();
    }

    @Override
    public Path getFileName() {
        return with(false, names.subList(names.size() - 1, names.size()));
    }

    @Override
    @SuppressWarnings("NullAway") // as the interface has it
    public Path getParent() {
        return names.size() > 1 ? with(isAbsolute, names.subList(0, names.size() - 1)) : null;
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public Path getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public Path subpath(int from, int to) {
        return with(false, names.subList(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        var prefix = of(other);
        return prefix.isAbsolute == isAbsolute
                && prefix.names.size() <= names.size()
                && names.subList(0, prefix.names.size()).equals(prefix.names);
    }

    @Override
    public boolean endsWith(Path other) {
        var end = of(other).names;
        return end.size() <= names.size()
                && names.subList(names.size() - end.size(), names.size()).equals(end);
    }

    @Override
    public PowerPath normalize() {
        var normal = new ArrayList<String>();
        for (String name : names) {
            if (name.equals("..") && !normal.isEmpty()) {
                normal.removeLast();
            } else if (!name.equals(".")) {
                normal.add(name);
            }
        }
        return with(isAbsolute, normal);
    }

    @Override
    public Path resolve(Path other) {
        var end = of(other);
        if (end.isAbsolute) {
            return end;
        }
        var all = new ArrayList<>(names);
        all.addAll(end.names);
        return with(isAbsolute, all);
    }

    @Override
    public Path relativize(Path other) {
        var to = of(other);
        if (!to.startsWith(this)) {
            throw new IllegalArgumentException(other + " is not below " + this);
        }
        return with(false, to.names.subList(names.size(), to.names.size()));
    }

    @Override
    public URI toUri() {
        return URI.create(PowerFiles.SCHEME + ":" + toAbsolutePath());
    }

    @Override
    public PowerPath toAbsolutePath() {
        if (isAbsolute) {
            return this;
        }
        var all = new ArrayList<String>();
        all.add(mount.name());
        all.addAll(names);
        return with(true, all);
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(
            WatchService watcher, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return (isAbsolute ? "/" : "") + String.join("/", names);
    }
}
