package dev.jebi.mailstore.journal;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/// How far a thread stands back for others. Linux takes no notice of the priorities of Java's
/// threads, and lets one that has much to do finish its turn of some milliseconds before another
/// that had nothing to do until now, and has an answer to give.
public final class Niceness {
    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final int ONE_THREAD = 0;
    private static final int CALLER = 0;

    private Niceness() {}

    /// The calling thread stands back from now on, as nice(1) says, where the system can do that
    /// for one thread.
    ///
    /// @return whether it does
    public static boolean set(int niceness) {
        if (!System.getProperty("os.name")
                .equals("Linux")) { // elsewhere it is for the whole process
            return false;
        }
        try {
            return setPriority(niceness) == 0;
        } catch (Throwable e) { // as a method handle may throw; it is slower without, and right
            LOG.warn("event=niceness outcome=unknown", e);
            return false;
        }
    }

    @SuppressWarnings("restricted") // a function of three numbers and no pointer
    private static int setPriority(int niceness) throws Throwable {
        var linker = Linker.nativeLinker();
        var function = linker.defaultLookup().find("setpriority");
        if (function.isEmpty()) {
            return -1;
        }
        MemorySegment address = function.get();
        var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        return (int) linker.downcallHandle(address, type).invokeExact(ONE_THREAD, CALLER, niceness);
    }
}
