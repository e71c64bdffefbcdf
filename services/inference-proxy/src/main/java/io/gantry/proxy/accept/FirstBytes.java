package io.gantry.proxy.accept;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/// Waits for a connection to turn out as HTTP/1, for only then there is something to put a
/// [HeaderDeadline] behind; passes bytes on one by one until then, so that the first request does
/// not get past it. A connection of HTTP/2 has its own limits; the handshake of TLS has one, too.
final class FirstBytes extends ChannelInboundHandlerAdapter {

    /// As long as HTTP/2's preface (RFC 9113, section 3.4), after which it is HTTP/2.
    private static final int LONGEST_DOUBT = 24;

    private final EarlyRefusals refusals;
    private int passed;
    private @Nullable ScheduledFuture<?> deadline;

    FirstBytes(EarlyRefusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes) || isSecure(context.pipeline())) {
            context.fireChannelRead(message);
            if (isKnown(context)) {
                leave(context);
            }
            return;
        }
        boolean known = false;
        while (!known && bytes.isReadable()) {
            passed++;
            context.fireChannelRead(bytes.readRetainedSlice(1));
            known = isKnown(context);
        }
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
        if (known) {
            leave(context);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (passed > 0 && deadline == null) {
            deadline = refusals.deadline(context);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /// @return whether the protocol is known; then its deadline is in place, where it has one
    private boolean isKnown(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (decoder != null) {
            pipeline.addAfter(decoder.name(), null, new HeaderDeadline(refusals));
            return true;
        }
        return passed >= LONGEST_DOUBT || pipeline.get(Http2ConnectionHandler.class) != null;
    }

    private static boolean isSecure(ChannelPipeline pipeline) {
        return pipeline.get(SslHandler.class) != null;
    }

    private void leave(ChannelHandlerContext context) {
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }
}
