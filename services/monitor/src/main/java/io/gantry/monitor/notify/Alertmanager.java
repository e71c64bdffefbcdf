package io.gantry.monitor.notify;

import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.notify.DeliveryCount.Outcome;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps an Alertmanager told of all open alerts: at once when one changes and again at an
/// interval, each time with an end some intervals ahead, so that it takes them for over when
/// nothing comes any more. What is over it is told again and again for a while, as Prometheus does,
/// because it may have been started anew.
final class Alertmanager implements AlertSink {

    private static final int INTERVALS_AHEAD = 4;
    private static final Duration RESOLVED_FOR = Duration.ofMinutes(15);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Duration resend;
    private final int maxWaiting;
    private final DeliveryCount count;
    private final Post post;
    private final Backoff backoff;
    private final Semaphore changed = new Semaphore(0);
    private final Deque<Notice> resolved = new ArrayDeque<>();
    private final Thread sender;
    private volatile List<Notice> open = List.of();
    private boolean told;

    Alertmanager(Target target, MonitorConfig.Alerts config, DeliveryCount count) {
        this.resend = config.alertmanager().resend();
        this.maxWaiting = config.delivery().maxWaiting();
        this.count = count;
        this.post = new Post(target, config.delivery().timeout());
        this.backoff = new Backoff(config.delivery().firstPause());
        this.sender = Thread.ofVirtual().name("alertmanager").start(this::run);
    }

    @Override
    public void take(Notice notice) {
        if (notice.endsAt() != null) {
            synchronized (resolved) {
                resolved.addLast(notice);
                while (resolved.size() > maxWaiting) {
                    resolved.removeFirst();
                    count.add(Outcome.DROPPED);
                }
            }
        }
    }

    @Override
    public void open(List<Notice> notices) {
        List<Notice> before = open;
        open = List.copyOf(notices);
        if (!before.equals(open)) {
            changed.release();
        }
    }

    private void run() {
        try {
            Duration pause = resend;
            while (true) {
                boolean _ = changed.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                changed.drainPermits();
                pause = sent() ? resend : backoff.pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sent() throws InterruptedException {
        try {
            return send();
        } catch (RuntimeException e) {
            // A bug of ours must not end the thread that tells of the next.
            return failed(e.getClass().getSimpleName());
        }
    }

    /// @return false when it has to be tried again soon
    private boolean send() throws InterruptedException {
        Instant now = Instant.now();
        Instant expiry = now.plus(resend.multipliedBy(INTERVALS_AHEAD));
        List<AlertmanagerAlert> alerts =
                Stream.concat(open.stream(), over(now).stream())
                        .map(notice -> AlertmanagerAlert.of(notice, expiry))
                        .toList();
        if (alerts.isEmpty()) {
            return true;
        }
        return switch (post.send(SinkJson.write(alerts))) {
            case Post.Answer.Taken _ -> {
                count.add(Outcome.SENT);
                backoff.reset();
                told = false;
                yield true;
            }
            case Post.Answer.Failed failed -> failed(failed.why());
            case Post.Answer.Refused refused -> failed(refused.why());
        };
    }

    private boolean failed(String why) {
        count.add(Outcome.FAILED);
        if (!told) {
            Log.warnf(
                    "Alertmanager does not take alerts, trying again until it does reason=%s", why);
        }
        told = true;
        return false;
    }

    /// Not of what is open again: Alertmanager would take the later word for the last.
    private List<Notice> over(Instant now) {
        Set<String> openAgain =
                open.stream().map(notice -> notice.alert().key()).collect(Collectors.toSet());
        synchronized (resolved) {
            resolved.removeIf(notice ->
                    openAgain.contains(notice.alert().key())
                            || (notice.endsAt() != null
                                    && notice.endsAt().isBefore(now.minus(RESOLVED_FOR))));
            return List.copyOf(resolved);
        }
    }

    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        post.close();
    }
}
