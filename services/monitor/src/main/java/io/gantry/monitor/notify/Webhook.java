package io.gantry.monitor.notify;

import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.notify.DeliveryCount.Outcome;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Sends each change of an alert to a URL, one after the other, and again until it is taken,
/// refused or too old. When more wait than may, the oldest is given up.
final class Webhook implements AlertSink {

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Target target;
    private final Duration giveUpAfter;
    private final DeliveryCount count;
    private final BlockingQueue<Notice> waiting;
    private final Post post;
    private final Backoff backoff;
    private final Thread sender;

    Webhook(Target target, MonitorConfig.Delivery config, DeliveryCount count) {
        this.target = target;
        this.giveUpAfter = config.giveUpAfter();
        this.count = count;
        this.waiting = new ArrayBlockingQueue<>(config.maxWaiting());
        this.post = new Post(target, config.timeout());
        this.backoff = new Backoff(config.firstPause());
        this.sender = Thread.ofVirtual().name("webhook-" + target.name()).start(this::run);
    }

    @Override
    public synchronized void take(Notice notice) {
        while (!waiting.offer(notice)) {
            if (waiting.poll() != null) {
                drop("more wait than gantry.monitor.alerts.delivery.max-waiting");
            }
        }
    }

    @Override
    public void open(List<Notice> notices) {
        // Webhooks are told of changes only.
    }

    private void run() {
        try {
            while (true) {
                Notice notice = waiting.take();
                try {
                    deliver(SinkJson.write(WebhookPayload.of(notice)));
                } catch (RuntimeException e) {
                    // A bug of ours must not end the thread that tells of the next.
                    drop(e.getClass().getSimpleName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(byte[] json) throws InterruptedException {
        long deadline = System.nanoTime() + giveUpAfter.toNanos();
        backoff.reset();
        while (true) {
            switch (post.send(json)) {
                case Post.Answer.Taken _ -> {
                    count.add(Outcome.SENT);
                    return;
                }
                case Post.Answer.Refused refused -> {
                    count.add(Outcome.FAILED);
                    drop(refused.why());
                    return;
                }
                case Post.Answer.Failed failed -> {
                    count.add(Outcome.FAILED);
                    Duration pause = backoff.pause();
                    if (System.nanoTime() + pause.toNanos() > deadline) {
                        drop(failed.why());
                        return;
                    }
                    Log.debugf(
                            "A webhook did not take an alert, trying again webhook=%s reason=%s",
                            target, failed.why());
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                }
            }
        }
    }

    private void drop(String why) {
        count.add(Outcome.DROPPED);
        Log.warnf("A webhook was not told of an alert webhook=%s reason=%s", target, why);
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
