package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/// Where a service listens; port 0 stands for any free one.
record ListenAddress(String service, String host, int port) {

    static final String LOOPBACK = "127.0.0.1";

    private static final int ATTEMPTS = 3;

    /// Below the ports that Linux, macOS and Windows give to outgoing connections: one of those
    /// could take a chosen port, for a moment, before the service binds it.
    private static final int LOWEST_CHOSEN = 20_000;

    private static final int HIGHEST_CHOSEN = 32_767;

    private static final int CHOICES = 100;

    /// What the system says, in Java and in PostgreSQL's log.
    private static final String IN_USE = "Address already in use";

    /// Where clients find it: a wildcard is nothing to connect to.
    String clientHost() {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getHostAddress()
                    : host;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("%s cannot listen on %s".formatted(service, host), e);
        }
    }

    /// Starts something on this address. Kafka and PostgreSQL take only a port number, so a free
    /// port is chosen before they bind it and another process may be faster: then another free one
    /// is tried. A given port is tried once.
    <T> T bind(Function<ListenAddress, T> starter) {
        return bindApartFrom(0, starter);
    }

    /// Starts something on this address and not on that port, which is free only because nobody has
    /// bound it yet.
    <T> T bindApartFrom(int taken, Function<ListenAddress, T> starter) {
        if (port != 0) {
            requireFree();
            return starter.apply(this);
        }
        for (int attempt = 1; ; attempt++) {
            ListenAddress chosen = new ListenAddress(service, host, freePortBut(taken));
            try {
                return starter.apply(chosen);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !chosen.wasTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private int freePortBut(int taken) {
        for (int choice = 0; choice < CHOICES; choice++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST_CHOSEN, HIGHEST_CHOSEN + 1);
            if (candidate != taken && new ListenAddress(service, host, candidate).isFree()) {
                return candidate;
            }
        }
        throw new InfrastructureException(
                "%s found no free port between %d and %d on %s"
                        .formatted(service, LOWEST_CHOSEN, HIGHEST_CHOSEN, host));
    }

    /// Whoever was faster may be gone already, so the failure itself is asked too.
    private boolean wasTaken(RuntimeException failure) {
        return !isFree()
                || Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(IN_USE));
    }

    private void requireFree() {
        if (!isFree()) {
            throw new PortInUseException(this);
        }
    }

    private boolean isFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains(IN_USE)) {
                return false;
            }
            throw cannotListen(e);
        } catch (IOException e) {
            throw cannotListen(e);
        }
    }

    /// Such as on an address of another machine, or a port that only root may use.
    private InfrastructureException cannotListen(IOException e) {
        return new InfrastructureException(
                "%s cannot listen on %s:%d: %s".formatted(service, host, port, e.getMessage()), e);
    }
}
