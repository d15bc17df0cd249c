namespace Streams.Acceptance.Service;

/// <summary>Reference tables that say nothing but whom to watch.</summary>
internal static class PlantedTables
{
    public static string Watch(Scratch scratch, IEnumerable<string> accounts)
    {
        scratch.Write("networks.csv", "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n");
        scratch.Write("directory.csv", "account,names,kind,remote,country,time_zone,latitude,longitude,hired,travel\n");
        scratch.Write("allow.csv", "rule,account,artefact_type,artefact,reason,owner,until\n");
        scratch.Write("watchlist.csv", "type,value,source,reason,listed\n"
            + string.Concat(accounts.Select(account => $"email,{account},test,planted,\n")));
        return scratch.Folder;
    }
}
