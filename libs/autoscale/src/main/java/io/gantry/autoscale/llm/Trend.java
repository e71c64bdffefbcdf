package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Which way the demand went over the last minutes: a straight line through its averages.
///
/// @param slope tokens a second, each second; 0 when the line may as well be level
record Trend(double slope) {

    private static final Trend NONE = new Trend(0);
    private static final int PIECES = 6;

    /// A slope counts when it is above so many times its standard error, which with these few
    /// points less than one in a hundred level demands is by chance.
    private static final double SURE = 4;

    /// @param looks the oldest first
    static Trend of(List<LlmSignals> looks) {
        Instant end = looks.getLast().at();
        Duration piece = LlmState.MEMORY.dividedBy(PIECES);
        if (looks.getFirst().at().isAfter(end.minus(LlmState.MEMORY).plus(piece.dividedBy(2)))) {
            return NONE;
        }
        List<Double> demand = new ArrayList<>();
        for (int back = PIECES - 1; back >= 0; back--) {
            Instant until = end.minus(piece.multipliedBy(back));
            Sight sight = Sight.of(looks, piece, until);
            if (sight.seconds() == 0) {
                return NONE;
            }
            demand.add(sight.demand());
        }
        return through(demand, LlmScaling.seconds(piece));
    }

    /// What the demand grows by within a time; never by more than it is.
    double growth(double seconds, double demand) {
        return Math.min(demand, Math.max(0, slope * seconds));
    }

    private static Trend through(List<Double> values, double apart) {
        int n = values.size();
        double meanX = (n - 1) / 2.0;
        double meanY = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double sumXx = 0;
        double sumXy = 0;
        for (int i = 0; i < n; i++) {
            sumXx += (i - meanX) * (i - meanX);
            sumXy += (i - meanX) * (values.get(i) - meanY);
        }
        double slope = sumXy / sumXx;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double off = values.get(i) - meanY - slope * (i - meanX);
            squares += off * off;
        }
        double error = Math.sqrt(squares / (n - 2) / sumXx);
        return slope > SURE * error ? new Trend(slope / apart) : NONE;
    }
}
