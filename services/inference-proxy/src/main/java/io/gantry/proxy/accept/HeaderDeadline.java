package io.gantry.proxy.accept;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/// Ends a connection of HTTP/1 whose client does not come to an end with a request's headers. Bytes
/// that the decoder makes nothing of are a part of some; as nearly all headers come in one piece, a
/// request costs no clock and no timer. A client that sends some of its next request's headers
/// before it has its answer, and then no more, loses that answer with the connection.
final class HeaderDeadline extends ChannelInboundHandlerAdapter {

    private final EarlyRefusals refusals;
    private boolean inBody;
    private boolean decoded;
    private @Nullable ScheduledFuture<?> deadline;

    HeaderDeadline(EarlyRefusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpObject object)) {
            // What was upgraded to something else has no headers any more.
            context.pipeline().remove(this);
            context.fireChannelRead(message);
            return;
        }
        decoded = true;
        if (deadline != null) {
            cancel();
        }
        inBody = !(object instanceof LastHttpContent);
        if (object instanceof HttpRequest && object.decoderResult().isFailure()) {
            refusals.unreadable(object.decoderResult().cause());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!decoded && !inBody && deadline == null) {
            deadline = refusals.deadline(context);
        }
        decoded = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
