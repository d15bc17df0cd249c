namespace Streams.Core.Rings;

/// <summary>Components by union with path halving. It cannot delete: rebuilt from live edges instead.</summary>
internal sealed class UnionFind
{
    private readonly int[] _parent;

    public UnionFind(int count)
    {
        _parent = new int[count];
        for (var i = 0; i < count; i++) _parent[i] = i;
    }

    public int Find(int item)
    {
        while (_parent[item] != item)
        {
            _parent[item] = _parent[_parent[item]];
            item = _parent[item];
        }

        return item;
    }

    /// <summary>The smaller index stays the root, so the outcome does not hang on the order of unions.</summary>
    public void Union(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        if (a < b) _parent[b] = a;
        else _parent[a] = b;
    }
}
