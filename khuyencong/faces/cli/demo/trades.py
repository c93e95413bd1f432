"""Trades of the Central–Highlands countryside: what workshops are called, what they make, what they buy."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Trade:
    """A trade.  ``stem`` goes into names of establishments; ``machines`` are what promotion helps to buy."""

    industry: str
    stem: str
    machines: tuple[str, ...]
    model: str
    """The technique that a demonstration shows."""
    by_the_sea: bool = False


TRADES: Final = {
    "coffee": Trade(
        "Chế biến cà phê",
        "Cà phê",
        ("Máy rang cà phê 60 kg/mẻ", "Máy phân loại màu cà phê nhân", "Hệ thống xay, đóng gói cà phê bột tự động"),
        "chế biến cà phê ướt tiết kiệm nước",
    ),
    "pepper": Trade(
        "Chế biến hồ tiêu",
        "Hồ tiêu",
        ("Máy tách vỏ tiêu sọ", "Hệ thống sấy, sàng phân loại tiêu", "Máy nghiền, đóng gói tiêu bột"),
        "chế biến tiêu sọ bằng phương pháp sinh học",
    ),
    "cashew": Trade(
        "Chế biến hạt điều",
        "Hạt điều",
        ("Máy cắt tách vỏ hạt điều tự động", "Máy phân loại màu nhân điều", "Lò hấp hạt điều bằng hơi nước"),
        "chế biến nhân điều khép kín",
    ),
    "wood": Trade(
        "Sản xuất đồ gỗ",
        "Chế biến gỗ",
        ("Máy chạm khắc gỗ CNC 4 đầu", "Máy chà nhám thùng", "Máy bào bốn mặt", "Hệ thống lò sấy gỗ hơi nước"),
        "sản xuất ván ghép thanh từ gỗ rừng trồng",
    ),
    "rubber_wood": Trade(
        "Chế biến gỗ cao su",
        "Gỗ cao su",
        ("Máy xẻ gỗ CD tự động", "Hệ thống tẩm áp lực và sấy gỗ cao su", "Máy ghép ngang gỗ cao su"),
        "xử lý, sấy và ghép tấm gỗ cao su",
    ),
    "fish_sauce": Trade(
        "Sản xuất nước mắm",
        "Nước mắm",
        (
            "Hệ thống chiết rót, đóng nắp chai tự động",
            "Máy dán nhãn và co màng chai",
            "Bồn ủ chượp đảo trộn bán tự động",
        ),
        "sản xuất nước mắm chất lượng cao trong bồn ủ kín",
        by_the_sea=True,
    ),
    "seafood": Trade(
        "Chế biến thủy sản",
        "Hải sản",
        ("Máy sấy lạnh hải sản", "Tủ cấp đông gió 500 kg/mẻ", "Máy hút chân không và cán mực tự động"),
        "sấy hải sản bằng năng lượng mặt trời kết hợp bơm nhiệt",
        by_the_sea=True,
    ),
    "brick": Trade(
        "Sản xuất gạch không nung",
        "Vật liệu xây dựng",
        ("Dây chuyền ép gạch không nung 5.000 viên/ca", "Máy trộn, định lượng bê tông", "Máy ép ngói màu thủy lực"),
        "sản xuất gạch không nung từ bột đá",
    ),
    "mechanics": Trade(
        "Gia công cơ khí",
        "Cơ khí",
        ("Máy cắt CNC plasma", "Máy chấn tôn thủy lực CNC", "Máy tiện CNC", "Máy cán sóng tôn hai tầng"),
        "chế tạo máy nông nghiệp có điều khiển số",
    ),
    "brocade": Trade(
        "Dệt thổ cẩm",
        "Dệt thổ cẩm",
        ("Khung dệt cải tiến", "Máy may công nghiệp một kim điện tử", "Máy thêu vi tính 6 đầu"),
        "dệt thổ cẩm trên khung dệt cải tiến",
    ),
    "nest": Trade(
        "Chế biến yến sào",
        "Yến sào",
        ("Máy sấy thăng hoa yến sào", "Nồi tiệt trùng, chưng yến", "Hệ thống chiết rót nước yến"),
        "chế biến yến chưng đóng lọ",
    ),
    "ricepaper": Trade(
        "Sản xuất bún, bánh tráng",
        "Bánh tráng",
        ("Dây chuyền tráng bánh liên hoàn", "Máy ép bún, cắt sợi tự động", "Lò sấy bánh tráng bằng hơi"),
        "sản xuất bánh tráng sấy khô liên hoàn",
    ),
    "rice": Trade(
        "Xay xát, chế biến gạo",
        "Lương thực",
        ("Máy tách màu gạo", "Máy đánh bóng gạo", "Hệ thống sấy lúa tháp 10 tấn/mẻ"),
        "xay xát, đóng gói gạo chất lượng cao",
    ),
    "tea": Trade(
        "Chế biến chè",
        "Chè",
        ("Máy vò chè mâm xoay", "Máy sao, ủ hương chè", "Máy đóng gói chè túi lọc"),
        "chế biến chè ô long theo dây chuyền khép kín",
    ),
    "fruit": Trade(
        "Chế biến rau, quả",
        "Nông sản",
        ("Hệ thống sấy dẻo trái cây bằng bơm nhiệt", "Kho lạnh bảo quản 30 tấn", "Máy rửa, phân loại rau quả"),
        "sấy rau quả bằng công nghệ bơm nhiệt",
    ),
    "silk": Trade(
        "Ươm tơ, dệt lụa",
        "Tơ tằm",
        ("Máy ươm tơ tự động", "Máy dệt lụa kiếm", "Máy đánh ống, xe tơ"),
        "ươm tơ tự động tiết kiệm nhiên liệu",
    ),
    "bamboo": Trade(
        "Sản xuất hàng mây tre đan",
        "Mây tre",
        ("Máy chẻ, chuốt nan tre", "Lò hấp sấy chống mốc mây tre", "Máy dập khung ghế mây"),
        "xử lý mây tre bằng hơi nước",
    ),
    "stone": Trade(
        "Sản xuất đá mỹ nghệ",
        "Đá mỹ nghệ",
        ("Máy cắt đá CNC 5 trục", "Máy khắc đá vi tính", "Máy mài bóng đá"),
        "điêu khắc đá bằng máy CNC thay cho làm thủ công",
    ),
    "oil": Trade(
        "Sản xuất tinh dầu",
        "Tinh dầu",
        ("Hệ thống chưng cất tinh dầu bằng nồi hơi", "Máy chiết rót tinh dầu", "Thiết bị lọc, tinh chế tinh dầu"),
        "chưng cất tinh dầu tràm bằng nồi inox",
    ),
    "garment": Trade(
        "May mặc",
        "May mặc",
        ("Máy cắt vải tự động", "Máy may lập trình khổ lớn", "Máy ép keo, ủi hơi công nghiệp"),
        "may công nghiệp theo chuyền treo",
    ),
    "wine": Trade(
        "Sản xuất rượu, mật",
        "Rượu",
        ("Hệ thống nồi nấu rượu inox", "Máy lọc khử độc tố rượu", "Máy chiết rót, đóng nút chai"),
        "chưng cất rượu bằng nồi hơi có thu hồi nhiệt",
    ),
    "herb": Trade(
        "Chế biến dược liệu",
        "Dược liệu",
        ("Máy thái, sấy dược liệu", "Máy đóng gói trà túi lọc thảo dược", "Nồi cô cao dược liệu chân không"),
        "sấy, chiết dược liệu ở nhiệt độ thấp",
    ),
}
