package io.gantry.proxy.accept;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Refuses, and counts, what never becomes a request.
final class EarlyRefusals {

    private static final String TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private final MeterRegistry registry;
    private final Duration headerTimeout;

    /// @param headerTimeout from a request's first bytes to the end of its headers
    EarlyRefusals(MeterRegistry registry, Duration headerTimeout) {
        this.registry = registry;
        this.headerTimeout = headerTimeout;
    }

    /// The client has begun a request, and from now on the time runs that it has for its headers.
    ScheduledFuture<?> deadline(ChannelHandlerContext connection) {
        return connection
                .executor()
                .schedule(() -> tooSlow(connection), headerTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tooSlow(ChannelHandlerContext connection) {
        count(408);
        ByteBuf answer = Unpooled.copiedBuffer(TOO_SLOW, StandardCharsets.US_ASCII);
        connection.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    /// The server answers such a request itself, by the same rule.
    void unreadable(Throwable cause) {
        count(
                switch (cause) {
                    case TooLongHttpLineException _ -> 414;
                    case TooLongHttpHeaderException _ -> 431;
                    default -> 400;
                });
    }

    private void count(int code) {
        Counter.builder("gantry.proxy.early.refusals")
                .description("Requests that were refused before their headers were whole")
                .tag("code", Integer.toString(code))
                .register(registry)
                .increment();
    }
}
