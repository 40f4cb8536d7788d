package dev.jebi.mailstore.journal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// What the system keeps of files in memory, where it can be told about it: Linux, by
/// posix_fadvise(2). Safe for use by several threads.
final class PageCache {
    private static final Logger LOG = LoggerFactory.getLogger(PageCache.class);
    private static final int READ_ONLY = 0;
    private static final int DONT_NEED = 4;
    private static final long FROM_THE_START = 0;
    private static final long TO_THE_END = 0;

    private PageCache() {}

    /// What is in memory of a file, is on the disk too, and is in nobody's mapping, is no more in
    /// memory.
    ///
    /// @return whether the system was told; nothing is wrong otherwise
    static boolean forget(Path file) {
        if (!System.getProperty("os.name").equals("Linux")) { // other numbers mean other things
            return false;
        }
        try {
            return advise(file, DONT_NEED);
        } catch (Throwable e) { // as a method handle may throw; the system decides by itself then
            LOG.warn("event=page-cache outcome=unknown", e);
            return false;
        }
    }

    private static boolean advise(Path file, int advice) throws Throwable {
        // found anew for every segment: one in 64 MB, and a failure is then this one's alone
        var words = Linker.Option.firstVariadicArg(2);
        var open = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), words);
        var range = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
        var advise = function("posix_fadvise", range);
        var close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(file.toString());
            int descriptor = (int) open.invokeExact(name, READ_ONLY);
            if (descriptor < 0) { // its segment has been deleted in between
                return false;
            }
            int refused = (int) advise.invokeExact(descriptor, FROM_THE_START, TO_THE_END, advice);
            int failed = (int) close.invokeExact(descriptor);
            return refused == 0 && failed == 0;
        }
    }

    @SuppressWarnings("restricted") // functions of the C library, with the types it gives them
    private static MethodHandle function(
            String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }
}
