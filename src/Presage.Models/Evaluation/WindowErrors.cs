namespace Presage.Models.Evaluation;

/// <summary>Sums of errors by window and reported steps.</summary>
/// <param name="windows">How many windows there are.</param>
/// <param name="reported">The steps each sum is over.</param>
sealed class WindowErrors(int windows, IReadOnlyList<ReportedSteps> reported)
{
    readonly float[] _squares = new float[windows * reported.Count]; // [window, reported]
    readonly float[] _absolutes = new float[windows * reported.Count];
    readonly int[] _points = new int[windows * reported.Count];

    public int Count => windows;

    public IReadOnlyList<ReportedSteps> Reported => reported;

    /// <summary>Adds a window's targets, all [H, N].</summary>
    public void Add(int window, int metrics, ReadOnlySpan<float> target, ReadOnlySpan<float> mask, ReadOnlySpan<float> forecast)
    {
        for (int row = 0; row < reported.Count; row++)
        {
            double squares = 0;
            double absolutes = 0;
            int points = 0;
            for (int place = reported[row].First * metrics; place < reported[row].End * metrics; place++)
            {
                if (mask[place] > 0)
                {
                    double error = (double)forecast[place] - target[place];
                    squares += error * error;
                    absolutes += Math.Abs(error);
                    points++;
                }
            }

            int at = (window * reported.Count) + row;
            _squares[at] = (float)squares;
            _absolutes[at] = (float)absolutes;
            _points[at] = points;
        }
    }

    /// <summary>The sum of squared errors of a window over reported steps.</summary>
    public float Squares(int window, int row) => _squares[(window * reported.Count) + row];

    /// <summary>The sum of absolute errors of a window over reported steps.</summary>
    public float Absolutes(int window, int row) => _absolutes[(window * reported.Count) + row];

    /// <summary>Observed targets of a window in reported steps.</summary>
    public int Points(int window, int row) => _points[(window * reported.Count) + row];
}
