package io.gantry.monitor.notify;

import java.util.List;

/// A receiver of alerts. Neither method waits for it.
interface AlertSink extends AutoCloseable {

    /// An alert was opened, has changed or is over.
    void take(Notice notice);

    /// All alerts that the receiver was told are open.
    void open(List<Notice> notices);

    @Override
    void close();
}
