package dev.jebi.wire;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The event loops: epoll where the machine has it, else the JDK's selector.
final class WireLoops {
    static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private static final boolean EPOLL = Epoll.isAvailable();

    private WireLoops() {}

    static EventLoopGroup open(String name, int threads) {
        IoHandlerFactory io = EPOLL ? MendedEpoll.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(
                threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory(), io);
    }

    static Class<? extends ServerChannel> listening() {
        return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    static Class<? extends Channel> connecting() {
        return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// Runs an act on the event loop of the channel.
    ///
    /// @return false when the loop has ended, and the channel with it
    static boolean run(Channel channel, Runnable act) {
        try {
            channel.eventLoop().execute(act);
            return true;
        } catch (RejectedExecutionException _) { // the loop has ended: no more can happen
            return false;
        }
    }

    /// Closes a channel; who wants to know when it is closed listens to its close future.
    static void close(Channel channel) {
        var _ = channel.close();
    }

    /// Closes a channel when it has not been closed within this time. On its event loop.
    static void closeAfter(Channel channel, Duration time) {
        Runnable close = () -> close(channel);
        var late = channel.eventLoop().schedule(close, time.toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> late.cancel(false));
    }
}
