#pragma once
// How full the portal's bucket is, kept beside the database for the process after this one: a bot that is
// killed and started again must not ask as if nobody had asked before. Written without waiting for the disk:
// what a kill leaves in the machine's memory is enough, and a machine that loses its power takes longer to
// start than the bucket to leak.
#include <optional>
#include <string>

#include "bot/wire/pacer.hpp"

namespace bot {

class pace_file {
public:
    // Makes the file (mode 0600) when absent; one that cannot be opened is done without, and said in the log.
    explicit pace_file(const std::string& path);
    pace_file(const pace_file&) = delete;
    pace_file& operator=(const pace_file&) = delete;
    ~pace_file();

    // Nothing: never written, or not readable. A moment after `now` (the clock was set back) counts as now.
    [[nodiscard]] std::optional<wire::pacer::state> load(wire::pacer::moment now) const;
    void save(const wire::pacer::state& what) const;

private:
    int file_;
};

}  // namespace bot
