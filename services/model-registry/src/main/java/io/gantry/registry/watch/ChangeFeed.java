package io.gantry.registry.watch;

import io.gantry.registry.Trouble;
import io.gantry.registry.publish.Outbox;
import io.gantry.registry.resource.Range;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.StoredResource;
import io.gantry.registry.store.Waiting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells watchers of changes, those of other instances included.
///
/// One thread reads what has changed since it last looked, once for all watchers, and only up to a
/// version that has settled ([Versions]): so no watcher ever hears of a change and then misses one
/// that is older. Rows of deleted resources stay, so a watcher may have been away for any time.
///
/// It looks when this instance has written, and otherwise a few times a second.
@ApplicationScoped
public class ChangeFeed {

    private static final Duration OTHERS = Duration.ofMillis(200);
    private static final Duration TROUBLE = Duration.ofSeconds(1);

    private final Resources resources;
    private final Versions versions;
    private final Trouble trouble =
            new Trouble(
                    "Watchers wait, trying again until changes can be read",
                    "Changes can be read again");
    private final Semaphore work = new Semaphore(0);
    private final Queue<Watcher> arrived = new ConcurrentLinkedQueue<>();
    private final Queue<Watcher> left = new ConcurrentLinkedQueue<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private volatile long position;
    private @Nullable Thread thread;

    ChangeFeed(Resources resources, Versions versions) {
        this.resources = resources;
        this.versions = versions;
    }

    /// Begins to tell the watcher, soon and in another thread.
    public void subscribe(Watcher watcher) {
        arrived.add(watcher);
        work.release();
    }

    /// Tells the watcher nothing any more, but for what is being told.
    public void unsubscribe(Watcher watcher) {
        left.add(watcher);
    }

    /// The version up to which all changes were told. A watcher that begins there misses nothing of
    /// what a reader finds now, and may hear of some of it again.
    public long position() {
        return position;
    }

    void committed(@Observes Outbox.Committed committed) {
        work.release();
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("change-feed").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(TROUBLE);
        }
    }

    private void run() {
        try {
            while (true) {
                if (!advanced()) {
                    TimeUnit.MILLISECONDS.sleep(TROUBLE.toMillis());
                } else if (work.tryAcquire(OTHERS.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when the database was in the way
    private boolean advanced() throws InterruptedException {
        try {
            advance();
            trouble.isOver();
            return true;
        } catch (RuntimeException e) {
            trouble.met(e);
            return false;
        }
    }

    private void advance() throws InterruptedException {
        long settled = versions.settled();
        if (settled > position) {
            if (!watchers.isEmpty()) {
                tell(watchers, Waiting.on(() -> resources.changed(position, settled)), settled);
            }
            position = settled;
        }
        for (Watcher next = arrived.peek(); next != null; next = arrived.peek()) {
            begin(next);
            arrived.remove();
        }
        for (Watcher next = left.poll(); next != null; next = left.poll()) {
            watchers.remove(next);
        }
    }

    private void begin(Watcher watcher) throws InterruptedException {
        switch (watcher.start()) {
            case Watcher.Start.Everything() -> {
                List<StoredResource> all =
                        Waiting.on(() -> resources.list(watcher.kind(), Range.all(null))).items();
                watcher.changed(
                        all.stream().map(each -> new Change(Change.Type.ADDED, each)).toList(),
                        position);
            }
            case Watcher.Start.Since(long version) when isTooNew(version) -> {
                watcher.tooNew(version);
                return;
            }
            case Watcher.Start.Since(long version) ->
                    watcher.changed(
                            changes(
                                    watcher,
                                    Waiting.on(() -> resources.changed(version, position)),
                                    version),
                            position);
        }
        watcher.caughtUp(position);
        watchers.add(watcher);
    }

    /// Another instance, or a change of a moment ago, may have been ahead of this feed.
    private boolean isTooNew(long version) throws InterruptedException {
        return version > position && version > versions.settled();
    }

    private void tell(Set<Watcher> all, List<StoredResource> changed, long settled) {
        all.forEach(watcher -> {
            List<Change> changes = changes(watcher, changed, position);
            if (!changes.isEmpty()) {
                watcher.changed(changes, settled);
            }
        });
    }

    private static List<Change> changes(Watcher watcher, List<StoredResource> changed, long seen) {
        return changed.stream()
                .filter(each -> each.key().kind().equals(watcher.kind()))
                .filter(each -> !Change.passedUnseen(seen, each))
                .map(each -> Change.since(seen, each))
                .toList();
    }
}
