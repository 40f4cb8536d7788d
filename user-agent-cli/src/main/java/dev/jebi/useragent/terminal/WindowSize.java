package dev.jebi.useragent.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/// The size of this process's terminal as the kernel knows it; asked often, so without a process.
final class WindowSize {
    private static final long LINUX_TIOCGWINSZ = 0x5413;
    private static final long OTHER_TIOCGWINSZ = 0x40087468;
    private static final int STANDARD = 3;

    private final MethodHandle ioctl;
    private final long request;

    private WindowSize(MethodHandle ioctl, long request) {
        this.ioctl = ioctl;
        this.request = request;
    }

    /// A size.
    record Size(int columns, int rows) {}

    /// The kernel's answer, where this process may ask for it.
    @SuppressWarnings("restricted") // one function of libc, with a buffer of the right size
    static Optional<WindowSize> available() {
        if (!WindowSize.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty(); // stty is asked instead
        }
        Linker linker = Linker.nativeLinker();
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return linker.defaultLookup()
                .find("ioctl")
                .map(address ->
                        new WindowSize(
                                linker.downcallHandle(
                                        address,
                                        FunctionDescriptor.of(
                                                ValueLayout.JAVA_INT,
                                                ValueLayout.JAVA_INT,
                                                ValueLayout.JAVA_LONG,
                                                ValueLayout.ADDRESS),
                                        Linker.Option.firstVariadicArg(2)),
                                linux ? LINUX_TIOCGWINSZ : OTHER_TIOCGWINSZ));
    }

    Optional<Size> size() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(8);
            for (int descriptor = 0; descriptor < STANDARD; descriptor++) { // one may be a pipe
                int code = (int) ioctl.invokeExact(descriptor, request, answer);
                int rows = answer.get(ValueLayout.JAVA_SHORT, 0) & 0xFFFF;
                int columns = answer.get(ValueLayout.JAVA_SHORT, 2) & 0xFFFF;
                if (code == 0 && rows > 0 && columns > 0) {
                    return Optional.of(new Size(columns, rows));
                }
            }
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // a foreign function throws nothing
        }
    }
}
