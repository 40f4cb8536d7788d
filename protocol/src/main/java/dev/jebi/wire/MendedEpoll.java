package dev.jebi.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

import java.io.IOException;
import java.util.Optional;

/// Netty's epoll without one mistake of 4.2.18: a socket in which nothing is of interest for a
/// moment (the peer has ended its side, and reading is paused) is taken out of the epoll set, but
/// not known to be out of it, so that the next interest fails with ENOENT and the connection is
/// lost. Here such a socket stays in the set, with an interest that brings no events.
final class MendedEpoll implements IoHandler {
    private final IoHandler epoll;

    private MendedEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        var factory = EpollIoHandler.newFactory();
        return executor -> new MendedEpoll(factory.newHandler(executor));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (!(handle instanceof EpollIoHandle of)) {
            return new Registration(epoll.register(handle), Optional.empty());
        }
        var socket = OpenSocket.entered(of.fd());
        try {
            var watched = socket.isPresent() ? new Watched(of, socket.get()) : of;
            return new Registration(epoll.register(watched), socket.map(_ -> of.fd()));
        } catch (Exception e) {
            OpenSocket.left(of.fd());
            throw e;
        }
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }

    /// A socket that its session reads from, too: one of the two at a time.
    private record Watched(EpollIoHandle handle, OpenSocket socket) implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return handle.fd();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            socket.looks();
            try {
                handle.handle(registration, event);
            } finally {
                socket.looked();
            }
        }

        @Override
        public void registered() {
            handle.registered();
        }

        @Override
        public void unregistered() {
            handle.unregistered();
        }

        @Override
        public void close() throws IOException {
            try {
                handle.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("a socket was not closed", e);
            }
        }
    }

    /// A socket in the set.
    private static final class Registration implements IoRegistration {
        private final IoRegistration epoll;
        private final Optional<FileDescriptor> socket;
        private boolean inSet;

        Registration(IoRegistration epoll, Optional<FileDescriptor> socket) {
            this.epoll = epoll;
            this.socket = socket;
        }

        @Override
        public <T> T attachment() {
            return epoll.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            if (inSet && ops.equals(EpollIoOps.NONE)) {
                return epoll.submit(EpollIoOps.EPOLLET);
            }
            inSet = inSet || !ops.equals(EpollIoOps.NONE);
            return epoll.submit(ops);
        }

        @Override
        public boolean isValid() {
            return epoll.isValid();
        }

        @Override
        public boolean cancel() {
            socket.ifPresent(OpenSocket::left);
            return epoll.cancel();
        }
    }
}
