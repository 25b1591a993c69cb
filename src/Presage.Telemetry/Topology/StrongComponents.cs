namespace Presage.Telemetry.Topology;

/// <summary>Strongly connected components by Tarjan 1972, without recursion so that a long chain cannot exhaust the stack.</summary>
static class StrongComponents
{
    /// <summary>Finds the components.</summary>
    /// <param name="callees">[node]: the nodes it leads to.</param>
    /// <returns>Each node once, sorted inside its component; a component comes after all it leads to.</returns>
    public static List<List<int>> Of(IReadOnlyList<List<int>> callees)
    {
        int count = callees.Count;
        var components = new List<List<int>>();
        var order = new int[count]; // of the first visit, from 1; 0 before it
        var lowest = new int[count]; // the earliest visited node that can be reached
        var isOpen = new bool[count];
        var open = new Stack<int>();
        var path = new Stack<(int Node, int Next)>();
        int visited = 0;
        for (int start = 0; start < count; start++)
        {
            if (order[start] > 0)
            {
                continue;
            }

            path.Push((start, 0));
            while (path.TryPop(out var at))
            {
                (int node, int next) = at;
                if (next == 0)
                {
                    order[node] = lowest[node] = ++visited;
                    open.Push(node);
                    isOpen[node] = true;
                }
                else
                {
                    lowest[node] = Math.Min(lowest[node], lowest[callees[node][next - 1]]);
                }

                while (next < callees[node].Count && order[callees[node][next]] > 0)
                {
                    int seen = callees[node][next++];
                    lowest[node] = isOpen[seen] ? Math.Min(lowest[node], order[seen]) : lowest[node];
                }

                if (next < callees[node].Count)
                {
                    path.Push((node, next + 1));
                    path.Push((callees[node][next], 0));
                }
                else if (lowest[node] == order[node])
                {
                    components.Add(Close(node, open, isOpen));
                }
            }
        }

        return components;
    }

    static List<int> Close(int root, Stack<int> open, bool[] isOpen)
    {
        var component = new List<int>();
        int node;
        do
        {
            node = open.Pop();
            isOpen[node] = false;
            component.Add(node);
        }
        while (node != root);
        component.Sort();
        return component;
    }
}
