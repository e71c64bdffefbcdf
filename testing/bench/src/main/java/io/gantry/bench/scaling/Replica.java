package io.gantry.bench.scaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One replica with continuous batching, iteration by iteration: answers under way go on by a token
/// each, and what is left of the chunk reads prompts, the oldest first. A request is taken into the
/// batch when the cache has room for its prompt and its answer, so that none is ever thrown out.
final class Replica {

    private final ReplicaModel model;
    private final double readyAt;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final List<Work> running = new ArrayList<>();
    private double clock;
    private double busy;
    private long reserved;
    private long cached;

    /// @param bornAt when it begins to cost
    Replica(ReplicaModel model, double bornAt, double coldStart) {
        this.model = model;
        this.readyAt = bornAt + coldStart;
        this.clock = readyAt;
    }

    boolean ready(double now) {
        return now >= readyAt;
    }

    double readyAt() {
        return readyAt;
    }

    void take(Request request) {
        waiting.add(new Work(request));
    }

    int waiting() {
        return waiting.size();
    }

    int running() {
        return running.size();
    }

    int underWay() {
        return waiting.size() + running.size();
    }

    double kvUse() {
        return (double) cached / model.kvTokens();
    }

    /// Seconds in which it computed.
    double busy() {
        return busy;
    }

    /// Works until a time, or a little longer: an iteration is not cut short.
    void advance(double until, Served served) {
        while (clock < until) {
            if (underWay() == 0) {
                clock = until;
                return;
            }
            iterate(served);
        }
    }

    private void iterate(Served served) {
        admit();
        int answers = (int) running.stream().filter(Work::read).count();
        int room = Math.max(0, model.chunk() - answers);
        int prompt = 0;
        for (Work work : running) {
            if (!work.read() && room > prompt) {
                work.reading = Math.min(room - prompt, work.request.prompt() - work.done);
                prompt += work.reading;
            }
        }
        double seconds = model.seconds(prompt, answers);
        clock += seconds;
        busy += seconds;
        cached += prompt + answers;
        running.forEach(work -> work.step(clock, served));
        running.removeIf(this::left);
    }

    /// Prompts are read one after the other, so one that is not begun with yet waits.
    private void admit() {
        int unread =
                running.stream()
                        .mapToInt(work -> work.request.prompt() - work.done)
                        .filter(left -> left > 0)
                        .sum();
        while (!waiting.isEmpty() && running.size() < model.sequences() && unread < model.chunk()) {
            Work next = waiting.getFirst();
            if (reserved + next.size() > model.kvTokens() && !running.isEmpty()) {
                return;
            }
            running.add(waiting.removeFirst());
            reserved += next.size();
            unread += next.request.prompt();
        }
    }

    private boolean left(Work work) {
        if (work.generated < work.request.output()) {
            return false;
        }
        reserved -= work.size();
        cached -= work.done + work.generated - 1;
        return true;
    }

    /// Told of what a replica did.
    interface Served {
        void firstToken(Request request, double at);

        void tokens(int count);
    }

    private static final class Work {
        private final Request request;
        private int done;
        private int reading;
        private int generated;

        Work(Request request) {
            this.request = request;
        }

        boolean read() {
            return done >= request.prompt();
        }

        int size() {
            return request.prompt() + request.output();
        }

        void step(double at, Served served) {
            if (read()) {
                generated++;
                served.tokens(1);
                return;
            }
            done += reading;
            reading = 0;
            if (read()) {
                generated = 1;
                served.tokens(request.prompt() + 1);
                served.firstToken(request, at);
            }
        }
    }
}
