package dev.jebi.wire;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

import java.util.concurrent.RejectedExecutionException;

/// The event loops: epoll where the machine has it, else the JDK's selector.
final class WireLoops {
    static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    /// Netty 4.2.18's epoll loses a channel whose peer has ended its side: with no interest left it
    /// takes the socket out of the set, and cannot change it afterwards. Until that is mended the
    /// JDK's selector (epoll too, a layer further down) does the work.
    private static final boolean EPOLL = false && Epoll.isAvailable();

    private WireLoops() {}

    static EventLoopGroup open(String name, int threads) {
        IoHandlerFactory io = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
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
}
