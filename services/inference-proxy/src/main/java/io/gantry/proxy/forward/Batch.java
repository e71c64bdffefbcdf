package io.gantry.proxy.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.proxy.batch.Batchable;
import io.gantry.proxy.graph.Answer;
import io.gantry.proxy.meter.BatchMeters;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Requests that are asked as one. It belongs to the event loop of its first; until it goes, the
/// batcher's map guards it.
final class Batch {

    private static final int BAD_GATEWAY = 502;

    private final Surroundings around;
    private final BatchMeters meters;
    private final BatchMember first;
    private final int maxRows;
    private final List<BatchMember> members = new ArrayList<>();
    private @Nullable HeldAnswer asked;
    private @Nullable Holding holding;
    private int rows;

    Batch(Surroundings around, BatchMeters meters, BatchMember first, int maxRows) {
        this.around = around;
        this.meters = meters;
        this.first = first;
        this.maxRows = maxRows;
    }

    boolean hasRoomFor(BatchMember member) {
        return rows + member.body().rows() <= maxRows;
    }

    void add(BatchMember member) {
        members.add(member);
        rows += member.body().rows();
    }

    boolean isFull() {
        return rows >= maxRows;
    }

    /// From any thread, once, when nobody can join any more.
    void go() {
        first.onLoop(() -> {
            members.removeIf(member -> !member.depart(this::memberGone));
            if (members.size() == 1) {
                members.getFirst().alone();
            } else if (!members.isEmpty()) {
                ask();
            }
        });
    }

    private void memberGone() {
        first.onLoop(() -> {
            if (asked != null && members.stream().allMatch(BatchMember::done)) {
                asked.abandon();
                release();
            }
        });
    }

    private void ask() {
        List<Batchable> bodies = members.stream().map(BatchMember::body).toList();
        Buffer body = Buffer.buffer(bodies.getFirst().together(bodies).toString());
        Call call = members.getFirst().call().withHead(body);
        long limit = around.config().graph().maxBody().asLongValue();
        Holding all = first.loop().holding();
        HeldAnswer held = new HeldAnswer(call.service().name(), limit, all);
        asked = held;
        holding = all;
        meters.count(call.service().key(), rows(bodies));
        MultiMap headers =
                BatchKind.together(members.getFirst().request().headers(), body.length());
        headers.set(RequestHeaders.REQUEST_ID, call.requestId());
        StepRequest together =
                new StepRequest(
                        members.getFirst().request(),
                        call.path(),
                        members.getFirst().request().query(),
                        headers,
                        held);
        held.answer().onSuccess(answer -> take(answer, held.headers())).onComplete(_ -> release());
        new Exchange(around, first.loop(), together, call).start();
    }

    private void release() {
        if (holding != null) {
            holding.release();
        }
    }

    private void take(Answer answer, MultiMap headers) {
        if (answer instanceof Answer.Whole(int status, var message)) {
            if (status / 100 == 2) {
                share(Batchable.object(message.body().getBytes()));
            } else if (status < BAD_GATEWAY) {
                // Whose fault it is, nobody knows; each shall hear of its own.
                members.forEach(BatchMember::alone);
            } else {
                members.forEach(each -> each.answer(status, headers, message.body()));
            }
        } else {
            members.forEach(BatchMember::alone);
        }
    }

    private static int rows(List<Batchable> bodies) {
        return bodies.stream().mapToInt(Batchable::rows).sum();
    }

    private void share(Optional<ObjectNode> answer) {
        int before = 0;
        String id = UUID.randomUUID().toString();
        int all = rows(members.stream().map(BatchMember::body).toList());
        for (BatchMember member : members) {
            int from = before;
            answer.flatMap(whole -> member.body().part(whole, from, all))
                    .ifPresentOrElse(part -> member.answer(part, id), member::alone);
            before += member.body().rows();
        }
    }
}
