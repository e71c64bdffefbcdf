package io.gantry.proxy.accept;

import io.gantry.proxy.ProxyConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.Iterator;

/// Has every connection watched that the HTTP server accepts, from its first byte on.
@Singleton
class AcceptedConnections {

    private final VertxInternal vertx;
    private final EarlyRefusals refusals;

    AcceptedConnections(Vertx vertx, ProxyConfig config, MeterRegistry registry) {
        this.vertx = (VertxInternal) vertx;
        this.refusals = new EarlyRefusals(registry, config.accept().headerTimeout());
    }

    /// Where the server listens is known to the loops that accept, and to nobody else.
    void watch(@ObservesAsync HttpServerStart event) {
        for (EventExecutor loop : vertx.getAcceptorEventLoopGroup()) {
            loop.execute(() -> watch((SingleThreadEventLoop) loop));
        }
    }

    private void watch(SingleThreadEventLoop loop) {
        Iterator<Channel> channels = loop.registeredChannelsIterator();
        while (channels.hasNext()) {
            Channel channel = channels.next();
            if (channel instanceof ServerChannel && channel.pipeline().get(Door.class) == null) {
                channel.pipeline().addFirst(new Door(refusals));
            }
        }
    }

    /// Sees each connection before the server does.
    private static final class Door extends ChannelInboundHandlerAdapter {

        private final EarlyRefusals refusals;

        Door(EarlyRefusals refusals) {
            this.refusals = refusals;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection) {
                connection.pipeline().addFirst(new FirstBytes(refusals));
            }
            context.fireChannelRead(accepted);
        }
    }
}
